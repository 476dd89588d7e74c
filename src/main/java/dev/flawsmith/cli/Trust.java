package dev.flawsmith.cli;

/**
 * What whoever starts the process accepts of models from elsewhere.
 *
 * @param torchScript that programs of theirs are run
 * @param unchecked that images of pipelines which nobody has imported are compared with no photo
 */
record Trust(boolean torchScript, boolean unchecked) {
    /** Nothing. */
    static final Trust NONE = new Trust(false, false);
}
