/** Where an анкета stands. */
export type ApplicationStatus = 'new' | 'approved' | 'rejected';
