package dev.flawsmith.http;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.flawsmith.jobs.JobFiles;
import java.util.List;

/** The files of a finished job as JSON; {@link JobFilesEndpoint} writes it a file at a time, for there may be many. */
record JobFilesBody(
        @JsonPropertyDescription("list.") String object,

        @JsonPropertyDescription("A folder at a time, in the order of names.")
        List<File> data) {
    /** One file. */
    record File(
            @JsonPropertyDescription("What /v1/jobs/{id}/files/{path} takes.")
            String path,

            @JsonPropertyDescription("Its length.") long bytes) {
        static File of(JobFiles.Entry entry) {
            return new File(entry.path(), entry.bytes());
        }
    }
}
