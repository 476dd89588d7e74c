package dev.flawsmith.guard;

/** What the guard has done with one attempt at an image. */
public sealed interface Decision {
    /** The image goes out, with its verdict. */
    record Release(ReleasedImage image) implements Decision {}

    /** Too close to a training photo: draw a new attempt, from fresh noise, and ask again. */
    record Retry(Verdict verdict) implements Decision {}

    /** Too close to a training photo, and the policy is {@link GuardPolicy#BLOCK}: nothing goes out. */
    record Withhold(Verdict verdict) implements Decision {}
}
