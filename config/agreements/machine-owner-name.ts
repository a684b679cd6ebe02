/** What stands in logs where whoever owns the machine has acted; nobody of the staff may be called so. Pages say it in their language. */
export const machineOwnerName = 'Chủ máy';
