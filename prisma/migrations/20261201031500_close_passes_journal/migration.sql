-- What staff passed at a close, and why, is a journal: rows are added, never changed or taken away.
CREATE TRIGGER close_passes_append_only BEFORE UPDATE OR DELETE ON close_passes FOR EACH ROW EXECUTE FUNCTION refuse_change();
