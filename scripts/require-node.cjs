// Runs before anything that needs the pinned Node. Old syntax on purpose: it must be understood by the Node it refuses.
'use strict';

// Node 22.14: better-sqlite3's Node-API build crashes below it, and older versions cannot run TypeScript.
var needed = [22, 14];
var parts = process.versions.node.split('.');
var major = Number(parts[0]);
var minor = Number(parts[1]);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(
    'This is Node ' +
      process.versions.node +
      ', but Tiếp Đón brings its own Node 24 along: run "npm ci" in this folder, then "npm start" again.',
  );
  process.exit(1);
}
