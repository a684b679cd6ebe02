"""Devices and a hospital that share no line of code with the kiosk.

A scanner and an ESC/POS printer on plain TCP, and Debian's python3-hl7 as the hospital. JSON lines: the ports first, then
what happens. On stdin: `scan <hex>` sends those bytes from the scanner, in three pieces.
"""

import asyncio
import base64
import json
import sys

import hl7
import hl7.mllp


def show(value):
    print(json.dumps(value, ensure_ascii=False), flush=True)


scanner_hosts = []


async def serve_scanner(reader, writer):
    writer.get_extra_info("socket").setsockopt(6, 1, 1)  # TCP_NODELAY: the pieces must travel alone
    scanner_hosts.append(writer)
    show({"scannerConnected": True})
    await reader.read()
    scanner_hosts.remove(writer)


async def serve_printer(reader, writer):
    """Answers DLE EOT at once and GS r when the bytes before it have been eaten, as the Epson manual describes them."""
    job = bytearray()
    while True:
        byte = await reader.read(1)
        if not byte:
            return
        if byte == b"\x10":
            following = await reader.readexactly(1)
            if following == b"\x04":
                await reader.readexactly(1)
                writer.write(b"\x12")
                continue
            job += byte + following
            continue
        job += byte
        if byte != b"\x1d":
            continue
        job += (command := await reader.readexactly(1))
        if command == b"v":
            header = await reader.readexactly(6)
            width, height = int.from_bytes(header[2:4], "little"), int.from_bytes(header[4:6], "little")
            job += header + await reader.readexactly(width * height)
        elif command == b"r":
            job += await reader.readexactly(1)
            writer.write(b"\x00")
            if b"\x1dv0" in job:  # a question with no picture before it prints nothing
                show({"printed": base64.b64encode(bytes(job)).decode()})
            job.clear()


def plain(message, container):
    if isinstance(container, str):
        return message.unescape(container)
    return [plain(message, part) for part in container]


async def serve_hospital(reader, writer):
    try:
        while not writer.is_closing():
            message = await reader.readmessage()
            show({"hl7": [plain(message, segment) for segment in message]})
            writer.writemessage(message.create_ack("AA"))
            await writer.drain()
    except asyncio.IncompleteReadError:
        writer.close()


async def take_orders():
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        word, _, rest = line.strip().partition(" ")
        if word != "scan":
            continue
        code = bytes.fromhex(rest)
        third = len(code) // 3
        for piece in (code[:third], code[third : 2 * third + 1], code[2 * third + 1 :]):
            for host in scanner_hosts:
                host.write(piece)
                await host.drain()
            await asyncio.sleep(0.02)


async def main():
    scanner = await asyncio.start_server(serve_scanner, "127.0.0.1", 0)
    printer = await asyncio.start_server(serve_printer, "127.0.0.1", 0)
    hospital = await hl7.mllp.start_hl7_server(serve_hospital, host="127.0.0.1", port=0, encoding="utf-8", limit=1 << 24)
    ports = [server.sockets[0].getsockname()[1] for server in (scanner, printer, hospital)]
    show({"scanner": ports[0], "printer": ports[1], "hospital": ports[2]})
    await take_orders()


asyncio.run(main())
