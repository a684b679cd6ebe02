/** People who do not exist, as the host would show them. */
export const mother = {
  fullName: 'Nguyễn Thị Ngọc Ánh',
  birth: '15/08/1948',
  numbers: [{ of: 'citizen-card', masked: '027 •••• •• 123' }],
} as const;
export const longName = {
  fullName: 'Công Tằng Tôn Nữ Nguyễn Phước Thị Huyền Trang Anh',
  birth: '08/1951',
  numbers: [
    { of: 'citizen-card', masked: '046 •••• •• 519' },
    { of: 'insurance-card', masked: 'GD4 •••• •• 207' },
  ],
} as const;
