-- One text for H2 and PostgreSQL.

-- db-scheduler's table: who works on what, and since when it was last heard of.
create table scheduled_tasks (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            bytea,
  execution_time       timestamp with time zone not null,
  picked               boolean not null,
  picked_by            varchar(200),
  last_success         timestamp with time zone,
  last_failure         timestamp with time zone,
  consecutive_failures int,
  last_heartbeat       timestamp with time zone,
  version              bigint not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_due on scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on scheduled_tasks (last_heartbeat);

-- A row to hold while an owner's jobs are counted.
create table job_owner (
  name varchar(200) primary key,
  jobs bigint not null
);

create table job (
  id              varchar(40) primary key,
  kind            varchar(40) not null,
  owner           varchar(200) not null,
  state           varchar(20) not null,
  spec            text not null,
  idempotency_key varchar(255),
  done            bigint not null,
  total           bigint not null,
  rejected        bigint not null,
  attempt         bigint not null,  -- grows with every claim: who holds an older number has lost the job
  failures        int not null,     -- in a row, since the last image
  events          bigint not null,  -- number of the last one
  reason          text,
  result          text,
  stored          boolean not null, -- whether its folder may be there
  created         timestamp with time zone not null,
  started         timestamp with time zone,
  finished        timestamp with time zone,
  expires         timestamp with time zone,
  constraint job_idempotency unique (owner, kind, idempotency_key)
);
create index job_listed on job (owner, created, id);
create index job_state on job (state, expires);

create table job_event (
  job      varchar(40) not null references job (id) on delete cascade,
  number   bigint not null,
  type     varchar(20) not null,
  at       timestamp with time zone not null,
  done     bigint not null,
  total    bigint not null,
  rejected bigint not null,
  reason   text,
  primary key (job, number)
);
