package dev.ringspect.protocol.syntax.c.pp;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/**
 * A text that is C but for some regions of another language. A region stands for one token {@link #MARK} where conditions
 * let it through; directives within a region count all the same.
 *
 * @param source the text
 * @param regions what is no C, by place, none within another
 */
public record Embedding(SourceText source, List<Region> regions) {
    /** What a region is for the parser; it stands at the region's place. */
    public static final String MARK = "__region__";

    public Embedding {
        regions = List.copyOf(regions);
    }

    /** A text that is nothing but C. */
    static Embedding none(SourceText source) {
        return new Embedding(source, List.of());
    }

    /**
     * A region of another language.
     *
     * @param span where it is
     * @param header the header that it includes
     */
    public record Region(Span span, Optional<Header> header) {}

    /**
     * A header that a region includes.
     *
     * @param name its name as {@code #include "name"} has it
     * @param span where it is named; what is wrong with it is said there
     */
    public record Header(String name, Span span) {}
}
