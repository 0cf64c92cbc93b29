package dev.ringspect.server.cli.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The number of a user. */
final class UserId {
    private static final int SECONDS = 10;

    private UserId() {}

    /** The number itself, or that of a name; every source of users that the machine has is asked, by {@code id}. */
    static Optional<Integer> of(String nameOrNumber) {
        if (!nameOrNumber.isEmpty() && nameOrNumber.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return number(nameOrNumber);
        }
        try {
            Process id = new ProcessBuilder("id", "-u", "--", nameOrNumber)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            id.getOutputStream().close();
            String text = new String(id.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            boolean known = id.waitFor(SECONDS, TimeUnit.SECONDS) && id.exitValue() == 0;
            return known ? number(text.strip()) : Optional.empty();
        } catch (IOException e) {
            // No such program here: then only numbers are known.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(String digits) {
        try {
            return Optional.of(Integer.parseUnsignedInt(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
