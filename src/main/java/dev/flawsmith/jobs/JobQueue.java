package dev.flawsmith.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Instant;

/**
 * Which server works on which job, by db-scheduler: it claims executions, keeps them by heartbeats and gives those of dead servers to
 * others. Thread-safe.
 */
final class JobQueue implements AutoCloseable {
    private static final String TASK = "job";

    private final Scheduler scheduler;
    private final JobRunner runner;

    /** @param server names this server in the store */
    JobQueue(Database database, JobRunner runner, JobSettings settings, String server) {
        this.runner = runner;
        CustomTask<Void> task = Tasks.custom(TASK, Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, complete.getTimeDone().plus(settings.firstRetry())))
                .onDeadExecutionRevive()
                .execute((instance, context) -> completion(runner.run(instance.getId())));
        this.scheduler = Scheduler.create(database.source(), task)
                .schedulerName(() -> server)
                .threads(settings.workers())
                .pollingInterval(settings.poll())
                .heartbeatInterval(settings.heartbeat())
                .missedHeartbeatsLimit(settings.missedHeartbeats())
                .shutdownMaxWait(settings.stop())
                .failureLogging(LogLevel.WARN, false)
                .enableImmediateExecution()
                .build();
    }

    private static CompletionHandler<Void> completion(JobRunner.Next next) {
        if (next instanceof JobRunner.Next.Later later) {
            return (complete, operations) ->
                    operations.reschedule(complete, complete.getTimeDone().plus(later.pause()));
        }
        if (next instanceof JobRunner.Next.Leave) {
            return (complete, operations) -> {};
        }
        return (complete, operations) -> operations.remove();
    }

    void start() {
        scheduler.start();
    }

    /** Puts a job in the queue; nothing if it is there. */
    void add(String id) {
        boolean unused = scheduler.scheduleIfNotExists(new TaskInstance<>(TASK, id), Instant.now());
    }

    /** Has a job that waits looked at now, so that what was decided about it is done. */
    void hasten(String id) {
        try {
            boolean unused = scheduler.reschedule(new TaskInstance<>(TASK, id), Instant.now());
        } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException e) {
            // Whoever works on it finds out; where nothing is there, nothing is left to do.
        }
    }

    /** Runs end at their next consistent point and go back to the queue. */
    @Override
    public void close() {
        runner.stop();
        scheduler.stop();
    }
}
