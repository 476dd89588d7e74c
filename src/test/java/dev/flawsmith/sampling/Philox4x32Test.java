package dev.flawsmith.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random123's known answers ({@code kat_vectors}, lines {@code philox4x32 10}). */
class Philox4x32Test {
    @ParameterizedTest
    @CsvSource({
        "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
        "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1",
    })
    void agreesWithTheKnownAnswers(String counter, String key, String answer) {
        int[] words = words(counter);
        int[] keys = words(key);
        Philox4x32.block(words, keys[0], keys[1]);
        assertArrayEquals(words(answer), words);
    }

    private static int[] words(String hex) {
        String[] parts = hex.split(" ");
        int[] words = new int[parts.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = Integer.parseUnsignedInt(parts[i], 16);
        }
        return words;
    }
}
