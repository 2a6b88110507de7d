-- More seats of a suspended subscription wait for its renewal, whatever the limit.
ALTER TYPE "held_reason" ADD VALUE 'renewal_first';
