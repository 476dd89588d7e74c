package dev.flawsmith.jobs;

/** A run must end: not because anything is wrong with it. */
final class JobStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    enum Reason {
        /** It was cancelled. */
        CANCELLED,
        /** Another server took it over: nothing may be written any more. */
        LOST,
        /** This server stops. */
        SHUTDOWN
    }

    private final Reason reason;

    JobStopped(Reason reason) {
        super("the run was stopped: " + reason, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
