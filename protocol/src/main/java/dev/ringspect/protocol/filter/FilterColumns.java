package dev.ringspect.protocol.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.traffic.ColumnValue;
import dev.ringspect.protocol.traffic.NumberRange;
import dev.ringspect.protocol.traffic.RequestColumn;

/** The columns of requests that a filter knows, by the names that it knows them by; a column's variable is its place. */
final class FilterColumns {
    private static final Map<String, Integer> PLACES = places();

    private FilterColumns() {}

    private static Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < RequestColumn.ALL.size(); i++) {
            for (String name : RequestColumn.ALL.get(i).filter()) {
                places.put(name, i);
            }
        }
        return Map.copyOf(places);
    }

    /** All names. */
    static List<String> names() {
        return new ArrayList<>(PLACES.keySet());
    }

    /** The column with this variable. */
    static RequestColumn at(int variable) {
        return RequestColumn.ALL.get(variable);
    }

    /** The column with this name. */
    static Optional<RequestColumn> named(String name) {
        return Optional.ofNullable(PLACES.get(name)).map(RequestColumn.ALL::get);
    }

    /** The number with this name. */
    static Optional<Symbol> number(String name) {
        return named(name).filter(column -> !isText(column))
                .map(column -> new Symbol.Variable(PLACES.getOrDefault(name, 0),
                        column.value() instanceof ColumnValue.Numeric number && number.width().isUnsigned64()));
    }

    /** The text with this name. */
    static Optional<Symbol> text(String name) {
        return named(name).filter(FilterColumns::isText).map(_ -> new Symbol.Text(PLACES.getOrDefault(name, 0)));
    }

    /** The numbers that {@code name} may be, where it is a number of requests and they are fewer than 64 bits can say. */
    static Optional<NumberRange> range(String name) {
        return named(name).flatMap(RequestColumn::range);
    }

    static boolean isText(RequestColumn column) {
        return switch (column.value()) {
            case ColumnValue.Text _,ColumnValue.Words _,ColumnValue.Meant _ -> true;
            case ColumnValue.Numeric _,ColumnValue.Flags _,ColumnValue.Completions _,ColumnValue.Bytes _ -> false;
        };
    }
}
