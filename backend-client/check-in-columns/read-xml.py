"""Reads a check-in file with Python's own XML parser and says what stands in it, as JSON."""

import json
import sys
import xml.etree.ElementTree as ElementTree

root = ElementTree.fromstring(sys.stdin.buffer.read())
rows = [{column.tag: column.text or "" for column in row} for row in root.find("DSACH_TRANG_THAI_KCB")]
json.dump({"root": root.tag, "parts": [part.tag for part in root], "rows": rows}, sys.stdout)
