import { z } from 'zod';

/** A form of nothing but its button. */
export const EmptyForm = z.strictObject({});

/** A page without parameters. */
export const NoQuery = z.strictObject({});

/** Id of a job in its queue. */
export const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
