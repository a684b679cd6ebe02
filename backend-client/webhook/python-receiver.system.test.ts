import { receiverContract } from './receiver-contract.ts';

/** Python's own http.server and hmac: a receiver that shares no code with us. */
receiverContract('python', '/usr/bin/python3', 'receiver.py');
