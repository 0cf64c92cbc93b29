package dev.ringspect.tracer.session;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers for the few objects that many requests share: rings, files, names. One thread adds; others look up numbers
 * they were handed through a lock.
 */
final class References {
    private static final int FIRST_SIZE = 64;

    private final Map<Object, Integer> numbers = new HashMap<>();
    private volatile Object[] objects = new Object[FIRST_SIZE];

    /** The number of {@code object}; equal objects have one number. */
    int number(Object object) {
        Integer known = numbers.get(object);
        return known != null ? known : add(object);
    }

    private int add(Object object) {
        int number = numbers.size();
        Object[] all = objects;
        if (number == all.length) {
            all = Arrays.copyOf(all, 2 * number);
        }
        all[number] = object;
        objects = all;
        numbers.put(object, number);
        return number;
    }

    /** The object of a number. */
    Object object(int number) {
        return objects[number];
    }
}
