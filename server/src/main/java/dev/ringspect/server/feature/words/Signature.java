package dev.ringspect.server.feature.words;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How something with parameters is written.
 *
 * @param name the function or word
 * @param parameters its parameters in order
 * @param help what it makes
 */
public record Signature(String name, List<Parameter> parameters, String help) {
    /**
     * A parameter.
     *
     * @param name what it is called
     * @param help what it takes
     */
    public record Parameter(String name, String help) {}

    private static final Parameter LETTER = new Parameter("letter", "the driver's letter, 8 bits: `'N'`");
    private static final Parameter NUMBER = new Parameter("number", "the command's own number, 8 bits: `0x80`");
    private static final Parameter ARGUMENT = new Parameter("argument",
            "the type of the argument: its size, at most 16383 bytes, is a part of the number");

    /** The functions that an expression can call. */
    public static final List<Signature> FUNCTIONS = List.of(
            new Signature("_IO", List.of(LETTER, NUMBER), "An ioctl number whose command takes no argument."),
            new Signature("_IOR", List.of(LETTER, NUMBER, ARGUMENT),
                    "An ioctl number whose argument the kernel writes."),
            new Signature("_IOW", List.of(LETTER, NUMBER, ARGUMENT),
                    "An ioctl number whose argument the kernel reads."),
            new Signature("_IOWR", List.of(LETTER, NUMBER, ARGUMENT),
                    "An ioctl number whose argument the kernel reads and writes."),
            new Signature("BIT", List.of(new Parameter("bit", "the bit's number, the lowest being 0")), "One bit."),
            new Signature("sizeof", List.of(new Parameter("type", "a type; of an expression it is not known")),
                    "The size of a type in bytes."),
            new Signature("offsetof", List.of(new Parameter("type", "a struct or union"),
                    new Parameter("member", "a member, `head.op` or `list[1].tag`")),
                    "Where a member starts, in bytes from the start of the type."));

    /** The memory that a {@code send} hands over. */
    public static final Signature BUFFER = new Signature("buffer",
            List.of(new Parameter("size", "how many bytes, all 0 at first")),
            "The address of memory that lives as long as the command.");

    /** The characters that a {@code send} hands over. */
    public static final Signature TEXT = new Signature("text",
            List.of(new Parameter("string", "the characters: `\"abc\"`")),
            "In an array of bytes its characters, in a 64-bit number the address of them with a NUL after.");

    private static final List<Signature> ALL = Stream.concat(FUNCTIONS.stream(), Stream.of(BUFFER, TEXT)).toList();

    public Signature {
        parameters = List.copyOf(parameters);
    }

    /** The function called {@code name}. */
    public static Optional<Signature> named(String name) {
        return ALL.stream().filter(function -> function.name.equals(name)).findFirst();
    }

    /** {@code _IOWR(letter, number, argument)}. */
    public String label() {
        return name + parameters.stream().map(Parameter::name).collect(Collectors.joining(", ", "(", ")"));
    }

    /** How a client with snippets types it. */
    public String snippet() {
        StringBuilder text = new StringBuilder(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            text.append(i == 0 ? "" : ", ").append("${").append(i + 1).append(':').append(parameters.get(i).name)
                    .append('}');
        }
        return text.append(')').toString();
    }
}
