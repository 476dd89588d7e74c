package dev.flawsmith.sampling;

/**
 * Philox4x32-10: ten rounds of multiply and exchange turn a 128-bit counter and a 64-bit key into 128 random bits
 * (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 4.3). Stateless, so any number of any
 * stream can be had at once and in any order.
 */
final class Philox4x32 {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;

    private Philox4x32() {}

    /**
     * Replaces the counter in {@code words} by its random block.
     *
     * @param words {@code [4]}, the counter on entry, the random words on return
     */
    static void block(int[] words, int key0, int key1) {
        int c0 = words[0];
        int c1 = words[1];
        int c2 = words[2];
        int c3 = words[3];
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW);
            long product1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (product1 >>> 32) ^ c1 ^ key0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ key1;
            c3 = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        words[0] = c0;
        words[1] = c1;
        words[2] = c2;
        words[3] = c3;
    }
}
