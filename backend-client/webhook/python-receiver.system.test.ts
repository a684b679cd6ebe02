import { receiverContract } from './receiver.exam.ts';

/** Python's own http.server and hmac: a receiver that shares no code with us. */
receiverContract('python', '/usr/bin/python3', 'receiver.py');
