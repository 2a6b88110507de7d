/** MONT's web store: who answers partners' questions; told on error pages and in the foot of public ones. */
export const SUPPORT = { name: 'Поддержка ed.MONT', email: 'webstore@mont.example', phone: '+7 495 252-00-10' } as const;
