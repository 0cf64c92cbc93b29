package dev.ringspect.protocol.format;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts what belongs together below each other: names of members, signs of rules, values of macros, comments. */
final class Columns {
    /** A cell this much wider than the narrowest is left out, so that one long type does not move all names away. */
    private static final int FARTHEST = 16;
    private static final int FARTHEST_COMMENT = 48;
    private static final Pattern DEFINE = Pattern
            .compile("(#[ \t]*define)[ \t]+(\\w+(?:\\([^)\n]*\\))?)[ \t]+(\\S[^\n\r]*)");

    private final Sheet sheet;
    private final Blocks blocks;

    Columns(Sheet sheet, Blocks blocks) {
        this.sheet = sheet;
        this.blocks = blocks;
    }

    /** A line: pieces {@code from} to {@code to}, the latter excluded. */
    private record Line(int from, int to) {}

    /** A line and the piece of it that is to be aligned. */
    private record Cell(int line, int piece) {}

    void align() {
        List<Line> lines = lines();
        align(lines, Columns::statementBreaks, this::declarator, FARTHEST);
        align(lines, Columns::statementBreaks, this::sign, FARTHEST);
        defines(lines);
        align(lines, Columns::commentBreaks, this::trailingComment, FARTHEST_COMMENT);
    }

    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= sheet.size(); i++) {
            if (i == sheet.size() || sheet.startsLine(i)) {
                lines.add(new Line(from, i));
                from = i;
            }
        }
        return lines;
    }

    /** Says whether {@code line} starts a new group after the line before. */
    private interface Breaks {
        boolean test(Columns columns, Line before, Line line);
    }

    /** Says which piece of a line is aligned, if any. */
    private interface Choice {
        OptionalInt in(Line line);
    }

    private void align(List<Line> lines, Breaks breaks, Choice choice, int farthest) {
        List<Cell> group = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (i > 0 && breaks.test(this, lines.get(i - 1), line)) {
                align(lines, group, farthest);
                group.clear();
            }
            OptionalInt piece = choice.in(line);
            if (piece.isPresent()) {
                group.add(new Cell(i, piece.getAsInt()));
            }
        }
        align(lines, group, farthest);
    }

    private void align(List<Line> lines, List<Cell> group, int farthest) {
        int[] widths = group.stream().mapToInt(cell -> sheet.width(lines.get(cell.line()).from(), cell.piece()))
                .toArray();
        int column = widest(widths, farthest);
        for (int i = 0; i < widths.length; i++) {
            sheet.push(group.get(i).piece(), Math.max(0, column - widths[i]));
        }
    }

    private static int widest(int[] widths, int farthest) {
        int narrowest = Integer.MAX_VALUE;
        for (int width : widths) {
            narrowest = Math.min(narrowest, width);
        }
        int widest = 0;
        for (int width : widths) {
            if (width <= narrowest + farthest) {
                widest = Math.max(widest, width);
            }
        }
        return widest;
    }

    private static boolean statementBreaks(Columns columns, Line before, Line line) {
        return columns.sheet.followsEmptyLine(line.from())
                || columns.sheet.indentation(before.from()) != columns.sheet.indentation(line.from())
                || columns.sheet.piece(before.from()).is("}") || columns.sheet.piece(line.from()).is("}");
    }

    private static boolean commentBreaks(Columns columns, Line before, Line line) {
        return statementBreaks(columns, before, line) || columns.sheet.piece(line.from()).isComment();
    }

    /** The first piece of the member's name in a line that declares one member and nothing else. */
    private OptionalInt declarator(Line line) {
        if (!isIn(Block.Kind.MEMBERS, line)) {
            return OptionalInt.empty();
        }
        int end = line.from();
        while (end < line.to() && !"[:;,({=".contains(sheet.text(end)) && !sheet.text(end).startsWith("__attribute")) {
            if (!sheet.piece(end).isCode()) {
                return OptionalInt.empty();
            }
            end++;
        }
        boolean function = end + 1 < line.to() && sheet.piece(end).is("(") && sheet.piece(end + 1).is("*");
        int name = function ? end : end - 1;
        while (name > line.from() && sheet.piece(name - 1).is("*")) {
            name--;
        }
        boolean block = end < line.to() && sheet.piece(end).is("{");
        return name <= line.from() || end == line.to() || block || (sheet.piece(end).is("(") && !function)
                ? OptionalInt.empty()
                : OptionalInt.of(name);
    }

    /** What stands after a field's name in a rule, or before the width of a bit-field. */
    private OptionalInt sign(Line line) {
        boolean rules = isIn(Block.Kind.RULES, line);
        if ((!rules && !isIn(Block.Kind.MEMBERS, line)) || sheet.piece(line.from()).is("variant")) {
            return OptionalInt.empty();
        }
        for (int i = line.from() + 1; i < line.to() && sheet.piece(i).isCode(); i++) {
            if (sheet.piece(i).is("{") || sheet.piece(i).is("=")) {
                return OptionalInt.empty();
            }
            if (sheet.piece(i).is(":") || (rules && (sheet.piece(i).is("==") || sheet.piece(i).is("in")))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** Whether the line is a whole statement of such a block. */
    private boolean isIn(Block.Kind kind, Line line) {
        return sheet.piece(line.from()).isCode() && !sheet.piece(line.from()).is("}")
                && blocks.statement(line.from()) == line.from()
                && blocks.around(line.from()).map(block -> block.kind() == kind).orElse(false);
    }

    private OptionalInt trailingComment(Line line) {
        int last = line.to() - 1;
        return last > line.from() && sheet.piece(last).isComment() && sheet.text(last).indexOf('\n') < 0
                ? OptionalInt.of(last)
                : OptionalInt.empty();
    }

    private void defines(List<Line> lines) {
        List<Line> group = new ArrayList<>();
        for (Line line : lines) {
            boolean goesOn = sheet.piece(line.from()).kind() == Piece.Kind.DIRECTIVE
                    || sheet.piece(line.from()).isComment();
            if (!goesOn || sheet.followsEmptyLine(line.from())) {
                alignDefines(group);
                group.clear();
            }
            group.add(line);
        }
        alignDefines(group);
    }

    private void alignDefines(List<Line> group) {
        List<Line> valued = group.stream().filter(line -> define(line).matches()).toList();
        int[] widths = valued.stream().mapToInt(line -> start(define(line)).length()).toArray();
        int column = widest(widths, 2 * FARTHEST);
        for (int i = 0; i < widths.length; i++) {
            Matcher define = define(valued.get(i));
            String start = start(define);
            String blanks = " ".repeat(Math.max(1, column + 1 - widths[i]));
            sheet.write(valued.get(i).from(), start + blanks + define.group(3).stripTrailing());
        }
    }

    private Matcher define(Line line) {
        boolean directive = sheet.piece(line.from()).kind() == Piece.Kind.DIRECTIVE;
        return DEFINE.matcher(directive ? sheet.text(line.from()) : "");
    }

    private static String start(Matcher define) {
        return define.matches() ? define.group(1) + " " + define.group(2) : "";
    }
}
