package dev.ringspect.protocol.report;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import com.google.gson.JsonObject;

/**
 * How a log names files: below the folder that it is about by a relative reference, so that it means the same on another
 * machine, elsewhere by an absolute URI. Every name is a valid reference by RFC 3986, whatever characters the file's name has.
 *
 * @param folder the folder's URI, which ends with a slash
 */
record SarifAddress(String folder) {
    /** What relative references start from; SARIF's custom for the root of the sources. */
    static final String BASE = "%SRCROOT%";
    private static final String PLAIN = "-._~!$&'()*+,;=@/";

    /** The artifact location of the text called {@code uri}. */
    JsonObject of(String uri) {
        JsonObject artifact = new JsonObject();
        if (uri.startsWith(folder) && uri.length() > folder.length()) {
            // a colon in the first segment would make a scheme of what stands before it
            artifact.addProperty("uri", escaped(uri.substring(folder.length()), ""));
            artifact.addProperty("uriBaseId", BASE);
        } else {
            artifact.addProperty("uri", isAbsolute(uri) ? escaped(uri, ":") : "urn:ringspect:text:" + escaped(uri, ""));
        }
        return artifact;
    }

    private static boolean isAbsolute(String uri) {
        try {
            return URI.create(escaped(uri, ":")).isAbsolute();
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    /** {@code uri} with everything escaped that may not stand in it, or is not {@code plain}; what is escaped already stays. */
    private static String escaped(String uri, String plain) {
        StringBuilder escaped = new StringBuilder();
        byte[] bytes = uri.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean isEscape = c == '%' && i + 2 < bytes.length && isHex(bytes[i + 1]) && isHex(bytes[i + 2]);
            boolean stays = (c < 0x80 && Character.isLetterOrDigit(c)) || PLAIN.indexOf(c) >= 0
                    || plain.indexOf(c) >= 0;
            escaped.append(isEscape || stays ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return escaped.toString();
    }

    private static boolean isHex(byte digit) {
        return Character.digit(digit, 16) >= 0;
    }
}
