-- AlterEnum
ALTER TYPE "request_state" ADD VALUE 'withdrawn';

