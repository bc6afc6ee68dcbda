/** Things worth knowing a year later, `noun.past-participle`, each with the words that follow a name: "Ada launched a run". */
export const AUDIT_WORDS = {
  'owner.created': 'set up this workspace',
  'session.created': 'signed in',
  'session.refused': 'was refused at the sign-in',
  'session.ended': 'signed out',
  'account.changed': 'changed their account',
  'password.reset': 'set a new password',
  'token.created': 'made an API token',
  'token.revoked': 'revoked an API token',
  'connection.created': 'added a connection',
  'connection.changed': 'changed a connection',
  'connection.deleted': 'deleted a connection',
  'budget.created': 'made a budget',
  'budget.changed': 'changed a budget',
  'budget.deleted': 'deleted a budget',
  'budget.reached': 'told that a budget is used',
  'price.entered': 'entered a price',
  'price.withdrawn': 'withdrew a price',
  'template.created': 'saved a template',
  'template.changed': 'changed a template',
  'template.deleted': 'deleted a template',
  'dataset.created': 'added a dataset',
  'dataset.renamed': 'renamed a dataset',
  'dataset.deleted': 'deleted a dataset',
  'run.created': 'prepared a run',
  'run.launched': 'launched a run',
  'run.tried': 'tried rows before a launch',
  'run.hurried': 'had the rest of a run finished now',
  'approval.requested': 'asked for approval of a run',
  'approval.given': 'approved a run',
  'approval.declined': 'declined a run',
  'approval.withdrawn': 'withdrew a request for approval',
  'spending.changed': 'changed the rules of spending',
  'run.retried': 'retried rows of a run',
  'run.paused': 'paused a run',
  'run.resumed': 'resumed a run',
  'run.canceled': 'canceled a run',
  'run.labeled': 'changed the labels of a run',
  'results.downloaded': 'downloaded results',
} as const;

export type AuditAction = keyof typeof AUDIT_WORDS;

/** The words of a stored action; one that a newer or older version wrote is shown as it is. */
export function auditWords(action: string): string {
  return isAuditAction(action) ? AUDIT_WORDS[action] : action.replace('.', ' ');
}

function isAuditAction(action: string): action is AuditAction {
  return Object.hasOwn(AUDIT_WORDS, action);
}
