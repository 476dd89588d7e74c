package dev.flawsmith.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unpacked" : version;
    }

    /** The commit of the checkout that the starting script belongs to, null if it could not tell. */
    static @Nullable String commit() {
        String commit = System.getProperty("flawsmith.commit", "");
        return commit.isBlank() ? null : commit;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"flawsmith " + current()};
    }
}
