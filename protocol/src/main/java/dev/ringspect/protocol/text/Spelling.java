package dev.ringspect.protocol.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was meant where one is not known. */
public final class Spelling {
    /** Longer words are names that a program made; comparing them would take long and help nobody. */
    private static final int LONGEST = 80;

    private Spelling() {}

    /**
     * The one of {@code known} that is nearest to {@code word}: by letters added, left out, changed or swapped with their
     * neighbour, in either case of letters; of two as near the one that begins more like it, whatever their order. Empty
     * when all are further away than a third of the word.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        String wanted = word.toLowerCase(Locale.ROOT);
        if (wanted.length() > LONGEST) {
            return Optional.empty();
        }
        int least = Math.max(1, wanted.length() / 3) + 1;
        String found = null;
        for (String candidate : known) {
            Budget.check();
            int away = Math.abs(candidate.length() - wanted.length()) <= least && candidate.length() <= LONGEST
                    ? distance(wanted, candidate.toLowerCase(Locale.ROOT))
                    : Integer.MAX_VALUE;
            if (away < least || (away == least && found != null && isBetter(candidate, found, wanted))) {
                least = away;
                found = candidate;
            }
        }
        return Optional.ofNullable(found);
    }

    /** {@code "; did you mean x"}, or nothing where no word is near. */
    public static String hint(String word, Collection<String> known) {
        return nearest(word, known).map(meant -> "; did you mean " + meant).orElse("");
    }

    /** The words with commas between them; of more than twelve the first, and how many more there are. */
    public static String list(List<String> words) {
        return words.size() <= 12
                ? String.join(", ", words)
                : String.join(", ", words.subList(0, 12)) + " and " + (words.size() - 12) + " more";
    }

    private static boolean isBetter(String one, String other, String wanted) {
        int more = alike(one, wanted) - alike(other, wanted);
        return more > 0 || (more == 0 && one.compareTo(other) < 0);
    }

    /** How many letters two words begin with alike. */
    private static int alike(String one, String wanted) {
        String lower = one.toLowerCase(Locale.ROOT);
        int length = 0;
        while (length < Math.min(lower.length(), wanted.length()) && lower.charAt(length) == wanted.charAt(length)) {
            length++;
        }
        return length;
    }

    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        int[] above = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                char a = one.charAt(i - 1);
                char b = other.charAt(j - 1);
                int least = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + (a == b ? 0 : 1));
                if (i > 1 && j > 1 && a == other.charAt(j - 2) && b == one.charAt(i - 2)) {
                    least = Math.min(least, before[j - 2] + 1);
                }
                row[j] = least;
            }
            int[] oldest = before;
            before = above;
            above = row;
            row = oldest;
        }
        return above[other.length()];
    }
}
