package dev.flawsmith.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Divides photos into train, holdout and test, class by class, so that no near-duplicate group straddles a border: a
 * copy of a training photo in the holdout would make copying look like learning.
 *
 * <p>Within a class the groups are shuffled, then taken from the largest to the smallest, each to the split that is
 * furthest below its share. So large groups end up in the largest split and single photos even things out. A group of
 * several classes counts for the class of its first photo.
 */
public final class Splitter {
    private final SplitPlan plan;

    private Splitter(SplitPlan plan) {
        this.plan = plan;
    }

    private record Group(String label, List<LabelledFile> files) {
        String className() {
            return files.get(0).className();
        }
    }

    /**
     * Divides the photos; {@link SplitsFile#write} puts the result beside them.
     *
     * @return one row a photo, in the photos' order; groups are labelled {@code class-number}
     */
    public static SplitsFile split(PhotoSet photos, SplitPlan plan) {
        return new Splitter(plan).split(photos.photos());
    }

    private SplitsFile split(List<Photo> photos) {
        DuplicateGroups duplicates =
                DuplicateGroups.find(photos.stream().map(Photo::image).toList(), plan.correlation());
        Map<String, List<Group>> byClass = new TreeMap<>();
        for (List<Integer> members : duplicates.groups()) {
            List<LabelledFile> files =
                    members.stream().map(i -> photos.get(i).file()).toList();
            List<Group> groups = byClass.computeIfAbsent(files.get(0).className(), name -> new ArrayList<>());
            groups.add(new Group(files.get(0).className() + "-" + (groups.size() + 1), files));
        }
        Map<String, SplitsFile.Row> rows = new TreeMap<>();
        byClass.values().forEach(groups -> assign(groups, rows));
        return new SplitsFile(
                photos.stream().map(photo -> rows.get(photo.file().name())).toList());
    }

    private void assign(List<Group> groups, Map<String, SplitsFile.Row> rows) {
        int photos = groups.stream().mapToInt(group -> group.files().size()).sum();
        Map<Split, Double> missing = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            missing.put(split, plan.fraction(split) * photos);
        }
        List<Group> order = new ArrayList<>(groups);
        // A class's split does not change when another class is added.
        Collections.shuffle(
                order, new Random(plan.seed() * 31 + groups.get(0).className().hashCode()));
        order.sort(Comparator.comparing((Group group) -> group.files().size()).reversed());
        for (Group group : order) {
            Split split = Collections.max(missing.entrySet(), Comparator.comparingDouble(Map.Entry::getValue))
                    .getKey();
            missing.merge(split, -(double) group.files().size(), Double::sum);
            for (LabelledFile file : group.files()) {
                rows.put(file.name(), new SplitsFile.Row(file.name(), file.className(), split, group.label(), 0));
            }
        }
    }
}
