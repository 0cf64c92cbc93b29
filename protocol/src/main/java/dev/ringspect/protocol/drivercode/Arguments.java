package dev.ringspect.protocol.drivercode;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** The arguments of a call, told apart by the commas that stand in no bracket. */
public final class Arguments {
    private Arguments() {}

    /** Where each argument stands, without the blanks around it. */
    public static List<Span> of(SourceText source, Span all) {
        List<Span> arguments = new ArrayList<>();
        int depth = 0;
        int from = all.start();
        for (int at = all.start(); at < all.end(); at++) {
            char c = source.text().charAt(at);
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth == 0) {
                add(source, new Span(from, at), arguments);
                from = at + 1;
            }
        }
        add(source, new Span(from, all.end()), arguments);
        return arguments;
    }

    private static void add(SourceText source, Span span, List<Span> arguments) {
        String text = source.slice(span);
        if (!text.isBlank()) {
            int start = span.start() + text.length() - text.stripLeading().length();
            arguments.add(new Span(start, start + text.strip().length()));
        }
    }
}
