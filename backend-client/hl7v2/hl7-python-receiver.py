"""An MLLP hospital of other authors: Debian's python3-hl7. Prints its port, then every message as it has parsed it, as JSON lines.

hl7-python-receiver.py [ENCODING [CERTIFICATES]]: with a folder of certificates it asks for the kiosk's own (mutual TLS).
"""

import asyncio
import json
import ssl
import sys

import hl7
import hl7.mllp

ENCODING = sys.argv[1] if len(sys.argv) > 1 else "utf-8"


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
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        writer.close()


def mutual_tls(folder):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/hospital.pem", f"{folder}/hospital.key")
    context.load_verify_locations(f"{folder}/ca.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return context


async def main():
    # The default limit of 64 KiB resets the connection on larger messages.
    server = await hl7.mllp.start_hl7_server(
        serve,
        host="127.0.0.1",
        port=0,
        encoding=ENCODING,
        limit=1 << 24,
        ssl=mutual_tls(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
    show(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


asyncio.run(main())
