/** Queues of this feature and what their jobs are given. */
export interface StatementJobs {
  'record-statement': { statementId: number };
  'read-statement': { fileId: number };
  'sort-statement': { statementId: number };
}
