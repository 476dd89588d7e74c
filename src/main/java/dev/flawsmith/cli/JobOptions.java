package dev.flawsmith.cli;

import dev.flawsmith.dataset.ImageFolder;
import dev.flawsmith.jobs.Comparison;
import dev.flawsmith.jobs.ComparisonWork;
import dev.flawsmith.jobs.DatasetWork;
import dev.flawsmith.jobs.JobService;
import dev.flawsmith.jobs.JobSettings;
import dev.flawsmith.jobs.JobWork;
import dev.flawsmith.jobs.PhotoShelf;
import dev.flawsmith.jobs.StoreLocation;
import dev.flawsmith.jobs.UploadLimits;
import dev.flawsmith.synthesis.Synthesizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server keeps its jobs, and what they may read. */
final class JobOptions {
    private static final String NONE = "none";
    private static final String DEFAULT_FOLDER = "flawsmith-data";
    private static final int MOST_JOBS = 100_000;
    private static final int MOST_MIB = 1 << 20;
    private static final int MOST_HOURS = 24 * 365 * 10;
    /** The first images of a start come first; whoever asks for a job does not wait so long. */
    private static final Duration AFTER_START = Duration.ofSeconds(3);

    @Option(
            names = "--data",
            paramLabel = "DIR|none",
            description = "Folder of the jobs and their files; none does no jobs. Default: flawsmith-data.")
    String data = "";

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = {
                "PostgreSQL database that several servers share, jdbc:postgresql://HOST/DATABASE, together with --data.",
                "User and password: in the URL, or FLAWSMITH_DB_USER and FLAWSMITH_DB_PASSWORD.",
                "Default: a file in the folder of --data."
            })
    @Nullable
    String database;

    @Option(
            names = "--photos",
            paramLabel = "DIR",
            description = {
                "Folder whose folders of real photos dataset jobs may name, and in which the photos are that the page shows",
                "beside images near to them: whoever may audit sees them. Default: none."
            })
    @Nullable
    Path photos;

    @Option(
            names = "--keep-jobs",
            paramLabel = "HOURS",
            description = "How long the files of a job stay after it is over. Default: 168.")
    int keepHours = (int) JobSettings.defaults().keep().toHours();

    @Option(
            names = "--max-jobs",
            paramLabel = "N",
            description = "Most unfinished jobs of one owner; more are refused. Default: 10.")
    int maxJobs = JobSettings.defaults().unfinishedPerOwner();

    @Option(
            names = "--max-upload",
            paramLabel = "MIB",
            description = "Most of one upload of images to audits and evaluations. Default: 2048.")
    int maxUpload = (int) (UploadLimits.DEFAULT.maxBytes() >> 20);

    /** What was asked for, checked. */
    record Checked(StoreLocation location, Path data, PhotoShelf photos, JobSettings settings, UploadLimits uploads) {
        /** Begins; the models stay the caller's, and open until the jobs are closed. */
        JobService start(ModelLibrary library, Synthesizer served, EngineWish wish) {
            DatasetWork datasets = new DatasetWork(new ServedDatasets(library, served, wish), photos);
            List<JobWork> works = List.of(
                    datasets,
                    compares(new AuditComparison(), datasets),
                    compares(new EvaluationComparison(), datasets));
            return JobService.start(location, data, works, settings, AFTER_START);
        }

        private JobWork compares(Comparison comparison, DatasetWork datasets) {
            return new ComparisonWork(comparison, photos, datasets, ImageFolder.extensions(), uploads);
        }
    }

    /**
     * Checks everything that can be checked before models are opened, and makes the folder.
     *
     * @return null where no jobs are wanted
     * @throws InputException if a folder or URL cannot be used
     */
    @Nullable
    Checked check() {
        if (data.equals(NONE)) {
            if (database != null) {
                throw new InputException("data", "data: expected a folder with --db, found none");
            }
            shelf();
            return null;
        }
        if (keepHours < 1 || keepHours > MOST_HOURS) {
            throw new InputException("keep-jobs", "keep-jobs: expected 1 to " + MOST_HOURS + ", found " + keepHours);
        }
        if (maxJobs < 1 || maxJobs > MOST_JOBS) {
            throw new InputException("max-jobs", "max-jobs: expected 1 to " + MOST_JOBS + ", found " + maxJobs);
        }
        if (maxUpload < 1 || maxUpload > MOST_MIB) {
            throw new InputException("max-upload", "max-upload: expected 1 to " + MOST_MIB + ", found " + maxUpload);
        }
        Path folder = folder();
        return new Checked(
                location(folder),
                folder,
                shelf(),
                JobSettings.defaults().withKeep(Duration.ofHours(keepHours)).withUnfinishedPerOwner(maxJobs),
                UploadLimits.DEFAULT.withMaxBytes((long) maxUpload << 20));
    }

    private Path folder() {
        Path folder = data.isEmpty() ? Home.resolve(DEFAULT_FOLDER) : Path.of(data);
        try {
            OutputFolder.check("data", folder);
            Files.createDirectories(folder);
            OutputFolder.check("data", folder);
        } catch (IOException e) {
            throw new InputException("data", "data: expected a folder that can be made, found none at " + folder, e);
        } catch (InputException e) {
            throw new InputException(
                    "data", e.getMessage() + "; --data DIR names another one, --data none does no jobs", e);
        }
        return folder;
    }

    private StoreLocation location(Path folder) {
        try {
            return database == null
                    ? new StoreLocation.Embedded(folder)
                    : new StoreLocation.PostgreSql(
                            database, System.getenv("FLAWSMITH_DB_USER"), System.getenv("FLAWSMITH_DB_PASSWORD"));
        } catch (IllegalArgumentException e) {
            String option = database == null ? "data" : "db";
            throw new InputException(option, option + ": " + e.getMessage(), e);
        }
    }

    private PhotoShelf shelf() {
        try {
            return new PhotoShelf(photos);
        } catch (IOException e) {
            throw new InputException("photos", "photos: expected a folder, found none at " + photos, e);
        }
    }
}
