package dev.flawsmith.evaluation.audit;

import dev.flawsmith.memorization.NeighbourTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Photos grouped with those that lie far nearer to them than photos usually do, and with whatever else is given. */
public final class NearDuplicates {
    /** Of the median distance from a photo to its nearest other photo: nearer than this is the same picture. */
    public static final double FRACTION = 0.1;

    private static final int NEIGHBOURS = 16;

    private NearDuplicates() {}

    /**
     * The groups, each ascending, ordered by their first photo; every photo is in one.
     *
     * @param distances one descriptor's; pairs are taken among the 16 nearest of each photo
     * @param given groups known otherwise; may be empty, may overlap
     */
    public static List<List<Integer>> find(PhotoDistances distances, List<List<Integer>> given) {
        int n = distances.photos();
        int[] parent = new int[n];
        Arrays.setAll(parent, i -> i);
        for (List<Integer> group : given) {
            group.forEach(member -> join(parent, group.get(0), member));
        }
        if (n > 1) {
            NeighbourTable others = distances.photosOfPhotos(Math.min(NEIGHBOURS, n - 1));
            double[] nearest = others.nearest();
            Arrays.sort(nearest);
            double limit = FRACTION * nearest[n / 2];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < others.k() && others.distance(i, k) <= limit; k++) {
                    join(parent, i, others.index(i, k));
                }
            }
        }
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < n; i++) {
            groups.computeIfAbsent(root(parent, i), root -> new ArrayList<>()).add(i);
        }
        return List.copyOf(groups.values());
    }

    private static int root(int[] parent, int member) {
        int root = member;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    private static void join(int[] parent, int first, int second) {
        int a = root(parent, first);
        int b = root(parent, second);
        parent[Math.max(a, b)] = Math.min(a, b);
    }
}
