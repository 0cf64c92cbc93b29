package dev.ringspect.protocol.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a text is written in. Its name tells, the same everywhere, in letters of either case; an editor may know better. */
public enum Language {
    /** The layout language. */
    URING("uring"),
    /** C and C++, headers and sources, which are read alike. */
    C("h", "c", "hpp", "hh", "hxx", "h++", "cpp", "cc", "cxx", "c++"),
    /** Rust. */
    RUST("rs");

    /** With a dot on both sides of each, so that one search finds a whole ending. */
    private final String endings;

    Language(String... endings) {
        this.endings = "." + String.join(".", endings) + ".";
    }

    /** What the names of its texts end with, without the dot. */
    public List<String> endings() {
        return List.of(endings.substring(1, endings.length() - 1).split("\\."));
    }

    /** The language that editors call {@code id}; empty for one that is not read. */
    public static Optional<Language> ofId(String id) {
        return switch (id) {
            case "uring" -> Optional.of(URING);
            case "c", "cpp" -> Optional.of(C);
            case "rust" -> Optional.of(RUST);
            default -> Optional.empty();
        };
    }

    /** Whether {@code name} is of a file of C or C++ that others include: the endings that begin with an h. */
    public static boolean isHeader(String name) {
        return C.isOf(name) && name.toLowerCase(Locale.ROOT).charAt(name.lastIndexOf('.') + 1) == 'h';
    }

    /** The language of the text that is called {@code name}, a path or a URI; empty for what is not read as text. */
    public static Optional<Language> of(String name) {
        int dot = name.lastIndexOf('.');
        String ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        for (Language language : values()) {
            if (!ending.isEmpty() && language.endings.contains("." + ending + ".")) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** Whether the text called {@code name} is written in this language. */
    public boolean isOf(String name) {
        return of(name).filter(language -> language == this).isPresent();
    }
}
