"""PACE and secure messaging of other authors: Debian's OpenPACE (libeac3), as a chip or as a terminal.

    openpace-peer.py chip|terminal EF.CARDACCESS can|mrz PASSWORD FILE

A chip reads commands and writes replies, a terminal the other way round; one APDU per line, in hex. The terminal opens the
chip, reads the file 0101 and ends with a line "read FILE". The MRZ password is the whole zone of an identity card.
"""

import ctypes
import sys


class Buffer(ctypes.Structure):
    """BUF_MEM of OpenSSL."""

    _fields_ = [
        ("length", ctypes.c_size_t),
        ("data", ctypes.POINTER(ctypes.c_char)),
        ("max", ctypes.c_size_t),
        ("flags", ctypes.c_ulong),
    ]


BufferPointer = ctypes.POINTER(Buffer)
eac = ctypes.CDLL("libeac.so.3")
crypto = ctypes.CDLL("libcrypto.so.3")
# OpenSSL 3 has single DES, of which the retail MAC is made, in this provider only.
for provider in (b"legacy", b"default"):
    crypto.OSSL_PROVIDER_load(None, provider)
eac.EAC_init()
for name in ("EAC_CTX_new", "PACE_SEC_new"):
    getattr(eac, name).restype = ctypes.c_void_p
eac.BUF_MEM_create_init.restype = BufferPointer
eac.BUF_MEM_create_init.argtypes = [ctypes.c_char_p, ctypes.c_size_t]


def buffer(content):
    return eac.BUF_MEM_create_init(content, len(content))


def call(name, *arguments):
    """A function that gives bytes."""
    function = getattr(eac, name)
    function.restype = BufferPointer
    result = function(*arguments)
    if not result:
        raise RuntimeError(name)
    return ctypes.string_at(result.contents.data, result.contents.length)


def check(name, *arguments):
    """A function that gives 1."""
    if getattr(eac, name)(*arguments) != 1:
        raise RuntimeError(name)


role, card_access, kind, password, content = sys.argv[1:]
card_access, content = bytes.fromhex(card_access), bytes.fromhex(content)
context = ctypes.c_void_p(eac.EAC_CTX_new())
check("EAC_CTX_init_ef_cardaccess", card_access, ctypes.c_size_t(len(card_access)), context)
secret = ctypes.c_void_p(
    eac.PACE_SEC_new(password.encode(), ctypes.c_size_t(len(password)), {"mrz": 1, "can": 2}[kind])
)


def tlv(tag, value):
    length = bytes([len(value)]) if len(value) < 0x80 else bytes([0x81, len(value)])
    return bytes([tag]) + length + value


def read_tlvs(octets):
    found = {}
    while octets:
        start = 3 if octets[1] == 0x81 else 2
        length = octets[start - 1]
        found[octets[0]] = octets[start : start + length]
        octets = octets[start + length :]
    return found


# EF.CardAccess with one PACEInfo: its protocol's last arc, 1 is 3DES.
protocol = read_tlvs(read_tlvs(read_tlvs(card_access)[0x31])[0x30])[0x06]
block = 8 if protocol[-1] == 1 else 16


def pad(octets):
    return octets + b"\x80" + bytes(block - 1 - len(octets) % block)


def unpad(octets):
    return octets[: octets.rindex(b"\x80")]


def count():
    check("EAC_increment_ssc", context)


def mac(octets):
    return call("EAC_authenticate", context, buffer(pad(octets)))


def encrypt(octets):
    return call("EAC_encrypt", context, buffer(pad(octets)))


def decrypt(octets):
    return unpad(call("EAC_decrypt", context, buffer(octets)))


class Chip:
    def __init__(self):
        self.selected = None
        self.is_open = False

    def answer(self, command):
        if command[0] & 0x0C == 0x0C:
            return self.answer_protected(command)
        if command[1] == 0xA4:
            self.selected = card_access if command[5:7] == bytes.fromhex("011C") else None
            return bytes.fromhex("9000" if self.selected else "6A82")
        if command[1] == 0xB0:
            return self.read(command[2] * 256 + command[3], command[4])
        if command[1] == 0x22:
            return bytes.fromhex("9000")
        if command[1] == 0x86:
            return self.authenticate(read_tlvs(command[5:-1])[0x7C])
        return bytes.fromhex("6D00")

    def read(self, offset, length):
        return self.selected[offset : offset + length] + bytes.fromhex("9000")

    def authenticate(self, request):
        request = read_tlvs(request)
        if not request:
            answer = tlv(0x80, call("PACE_STEP1_enc_nonce", context, secret))
        elif 0x81 in request:
            answer = tlv(0x82, call("PACE_STEP3A_generate_mapping_data", context))
            check("PACE_STEP3A_map_generator", context, buffer(request[0x81]))
        elif 0x83 in request:
            self.terminal_key = buffer(request[0x83])
            answer = tlv(0x84, call("PACE_STEP3B_generate_ephemeral_key", context))
            check("PACE_STEP3B_compute_shared_secret", context, self.terminal_key)
            check("PACE_STEP3C_derive_keys", context)
        elif eac.PACE_STEP3D_verify_authentication_token(context, buffer(request[0x85])) != 1:
            return bytes.fromhex("6300")
        else:
            answer = tlv(0x86, call("PACE_STEP3D_compute_authentication_token", context, self.terminal_key))
            check("EAC_CTX_set_encryption_ctx", context, 0)
        return tlv(0x7C, answer) + bytes.fromhex("9000")

    def answer_protected(self, command):
        count()
        body = command[5 : 5 + command[4]]
        objects = read_tlvs(body)
        if mac(pad(command[:4]) + body[: body.index(tlv(0x8E, objects[0x8E]))]) != objects[0x8E]:
            return bytes.fromhex("6988")
        status, data = bytes.fromhex("9000"), b""
        if command[1] == 0xB0:
            data = content[command[2] * 256 + command[3] :][: objects[0x97][0]]
        elif command[2] == 0x02 and decrypt(objects[0x87][1:]) != bytes.fromhex("0101"):
            status = bytes.fromhex("6A82")
        count()
        reply = (tlv(0x87, b"\x01" + encrypt(data)) if data else b"") + tlv(0x99, status)
        return reply + tlv(0x8E, mac(reply)) + status


def say(octets):
    print(octets.hex().upper(), flush=True)


def hear():
    return bytes.fromhex(sys.stdin.readline().strip())


def ask(command):
    say(command)
    reply = hear()
    if reply[-2:] != bytes.fromhex("9000"):
        raise RuntimeError(reply[-2:].hex())
    return reply[:-2]


def authenticate(cla, request):
    data = tlv(0x7C, request)
    answer = ask(bytes([cla, 0x86, 0, 0, len(data)]) + data + b"\x00")
    return list(read_tlvs(read_tlvs(answer)[0x7C]).values())[0]


def ask_protected(ins, p1, p2, data=b"", length=None):
    count()
    header = bytes([0x0C, ins, p1, p2])
    body = (tlv(0x87, b"\x01" + encrypt(data)) if data else b"") + (tlv(0x97, bytes([length])) if length else b"")
    body += tlv(0x8E, mac(pad(header) + body))
    say(header + bytes([len(body)]) + body + b"\x00")
    reply = hear()
    count()
    objects = read_tlvs(reply[:-2])
    signed = reply[: reply.index(tlv(0x8E, objects[0x8E]))]
    if mac(signed) != objects[0x8E] or objects[0x99] != bytes.fromhex("9000"):
        raise RuntimeError("secure messaging")
    return decrypt(objects[0x87][1:]) if 0x87 in objects else b""


def be_terminal():
    choice = tlv(0x80, protocol) + tlv(0x83, bytes([{"mrz": 1, "can": 2}[kind]]))
    ask(bytes.fromhex("0022C1A4") + bytes([len(choice)]) + choice)
    check("PACE_STEP2_dec_nonce", context, secret, buffer(authenticate(0x10, b"")))
    mapping = call("PACE_STEP3A_generate_mapping_data", context)
    check("PACE_STEP3A_map_generator", context, buffer(authenticate(0x10, tlv(0x81, mapping))))
    key = call("PACE_STEP3B_generate_ephemeral_key", context)
    chip_key = buffer(authenticate(0x10, tlv(0x83, key)))
    check("PACE_STEP3B_compute_shared_secret", context, chip_key)
    check("PACE_STEP3C_derive_keys", context)
    token = call("PACE_STEP3D_compute_authentication_token", context, chip_key)
    chip_token = authenticate(0x00, tlv(0x85, token))
    check("PACE_STEP3D_verify_authentication_token", context, buffer(chip_token))
    check("EAC_CTX_set_encryption_ctx", context, 0)
    ask_protected(0xA4, 0x04, 0x0C, bytes.fromhex("A0000002471001"))
    ask_protected(0xA4, 0x02, 0x0C, bytes.fromhex("0101"))
    print("read", ask_protected(0xB0, 0, 0, length=len(content)).hex().upper(), flush=True)


if role == "terminal":
    be_terminal()
else:
    chip = Chip()
    for line in sys.stdin:
        say(chip.answer(bytes.fromhex(line.strip())))
