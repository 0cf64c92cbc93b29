package dev.ringspect.protocol.expr;

import java.util.Set;

import dev.ringspect.protocol.expr.Expr;

/** The names that an expression uses. */
public final class UsedNames {
    private UsedNames() {}

    /** Adds the names that {@code expression} uses to {@code names}; those of types and calls are none. */
    public static void in(Expr expression, Set<String> names) {
        switch (expression) {
            case Expr.Name name -> names.add(name.path());
            case Expr.Unary unary -> in(unary.operand(), names);
            case Expr.Binary binary -> {
                in(binary.left(), names);
                in(binary.right(), names);
            }
            case Expr.Conditional choice -> {
                in(choice.condition(), names);
                in(choice.then(), names);
                in(choice.otherwise(), names);
            }
            case Expr.Cast cast -> in(cast.operand(), names);
            case Expr.Literal _,Expr.Text _,Expr.SizeOf _,Expr.Call _ -> {
            }
        }
    }
}
