"""An MLLP hospital of other authors: Debian's python3-hl7. Prints its port, then every message as it has parsed it, as JSON lines."""

import asyncio
import json

import hl7
import hl7.mllp


def plain(message, container):
    """Containers become lists, leaves become unescaped text."""
    if isinstance(container, str):
        return message.unescape(container)
    return [plain(message, part) for part in container]


def show(value):
    print(json.dumps(value, ensure_ascii=False), flush=True)


async def serve(reader, writer):
    try:
        while not writer.is_closing():
            message = await reader.readmessage()
            show([plain(message, segment) for segment in message])
            writer.writemessage(message.create_ack("AA"))
            await writer.drain()
    except asyncio.IncompleteReadError:
        writer.close()


async def main():
    # The default limit of 64 KiB resets the connection on larger messages.
    server = await hl7.mllp.start_hl7_server(serve, host="127.0.0.1", port=0, encoding="utf-8", limit=1 << 24)
    show(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


asyncio.run(main())
