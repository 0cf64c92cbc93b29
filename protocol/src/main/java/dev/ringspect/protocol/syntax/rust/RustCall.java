package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/**
 * A call of the driver's side of {@code uring_cmd}, as the kernel's Rust abstraction names it: {@code cmd_data},
 * {@code read_pdu}, {@code write_pdu}, {@code done}, {@code queue}, {@code complete}.
 *
 * @param name the method
 * @param span from the name to the closing parenthesis
 * @param nameSpan the name
 * @param receiver what stands before the dot as written, cut at the start of its expression
 * @param object the same, as far as its type can be told from it
 * @param typeArgument the type between {@code ::<} and {@code >} as written
 * @param type the same, to be resolved by {@link RustTypes#typeOf}
 * @param expected the type that a {@code let} gives to what the call stands at the start of
 * @param argument the first argument, as far as its type can be told from it
 * @param arguments where the arguments stand, without the parentheses
 * @param function the function around it, empty when in none
 * @param path the scope to resolve names in
 */
public record RustCall(String name, Span span, Span nameSpan, String receiver, Optional<RustOperand> object,
        Optional<String> typeArgument, Optional<RustType> type, Optional<RustType> expected,
        Optional<RustOperand> argument, Span arguments, String function, List<String> path) {
    public RustCall {
        path = List.copyOf(path);
    }
}
