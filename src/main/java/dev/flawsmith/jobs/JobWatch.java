package dev.flawsmith.jobs;

/** What a run tells of itself, and by which it is stopped. */
public interface JobWatch {
    /**
     * Called after every part, from the thread that works.
     *
     * @param done parts so far
     * @param rejected candidates so far
     * @throws JobStopped if the run must end now, whatever it was about to do
     */
    void progressed(long done, long rejected);
}
