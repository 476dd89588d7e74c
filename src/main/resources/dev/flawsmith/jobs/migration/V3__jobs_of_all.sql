-- The newest jobs of everybody, which an admin lists.
create index job_of_all on job (created, id);
