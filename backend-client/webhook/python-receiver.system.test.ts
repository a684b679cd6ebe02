import { examineReceiver } from './receiver.exam.ts';

/** Python's own http.server and hmac: a receiver that shares no code with us. */
examineReceiver('python', '/usr/bin/python3', 'receiver.py');
