-- failures: since the last image, of what may be the job's own fault; pauses: since the last image, for whatever reason.
alter table job add column pauses int not null default 0;
