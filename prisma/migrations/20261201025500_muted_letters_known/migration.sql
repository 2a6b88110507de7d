-- A person mutes some letters or none; nobody's list is unknown. Prisma writes lists without saying so.
update "users" set "muted_letters" = array[]::text[] where "muted_letters" is null;
alter table "users" alter column "muted_letters" set not null;
