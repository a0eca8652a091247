// Evaluates expressions with JavaRosa over the answers of the tests' small form.
//
// Arguments: the form's XML; the moment that now() shall be, in milliseconds. Each line on stdin is
// one case: fields between tabs, with \t \n \\ written out: the expression, the path of the node it
// belongs to, then path, kind and value of each answer; kind "count" with the path of a repeat says
// how many instances it has (before their answers), kind "hidden" hides. Prints a line a case: kind
// (S text, N number, B boolean, D milliseconds, E error) and value.

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.condition.EvaluationContext;
import org.javarosa.core.model.condition.IFunctionHandler;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DateTimeData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.AbstractTreeElement;
import org.javarosa.core.model.instance.FormInstance;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;
import org.javarosa.xpath.XPathParseTool;
import org.javarosa.xpath.expr.XPathFuncExpr;
import org.joda.time.DateTimeUtils;

public class JavaRosa {
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err); // JavaRosa talks
        DateTimeUtils.setCurrentMillisFixed(Long.parseLong(arguments[1]));
        new XFormsModule().registerModule();
        FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(arguments[0]));
        form.initialize(true, new InstanceInitializationFactory());
        form.getEvaluationContext().addFunctionHandler(new PullData(form));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> fields = fields(line);
            fill(form.getMainInstance(), fields.subList(2, fields.size()));
            out.println(answer(form, fields.get(0), fields.get(1)));
        }
        out.flush();
    }

    private static String answer(FormDef form, String expression, String path) {
        try {
            EvaluationContext context =
                new EvaluationContext(form.getEvaluationContext(), reference(path));
            Object value = XPathFuncExpr.unpack(
                XPathParseTool.parseXPath(expression).eval(form.getMainInstance(), context));
            if (value instanceof Double) return "N" + value;
            if (value instanceof Boolean) return "B" + value;
            if (value instanceof Date) return "D" + ((Date) value).getTime();
            return "S" + written(value.toString());
        } catch (Exception error) {
            return "E" + written(String.valueOf(error));
        }
    }

    private static void fill(FormInstance instance, List<String> fields) {
        clear(instance.getRoot());
        for (int at = 0; at + 2 < fields.size(); at += 3) {
            String path = fields.get(at), kind = fields.get(at + 1), value = fields.get(at + 2);
            if (kind.equals("count")) {
                resize(instance.getRoot(), path, Integer.parseInt(value));
                continue;
            }
            TreeElement node = instance.resolveReference(reference(path));
            if (kind.equals("hidden")) node.setRelevant(false);
            else node.setValue(data(kind, value));
        }
    }

    private static void clear(TreeElement node) {
        for (int at = 0; at < node.getNumChildren(); at++) clear(node.getChildAt(at));
        node.setRelevant(true);
        if (node.getNumChildren() == 0) node.setValue(null);
    }

    private static void resize(TreeElement root, String name, int count) {
        TreeElement template = root.getChild(name, TreeReference.INDEX_TEMPLATE);
        for (int at = root.getNumChildren() - 1; at >= 0; at--) {
            TreeElement child = root.getChildAt(at);
            if (child.getName().equals(name) && child.getMult() != TreeReference.INDEX_TEMPLATE) {
                root.removeChildAt(at);
            }
        }
        for (int at = 0; at < count; at++) {
            TreeElement copy = template.deepCopy(false);
            copy.setMult(at);
            root.addChild(copy);
        }
    }

    private static IAnswerData data(String kind, String value) {
        switch (kind) {
            case "integer": return new IntegerData(Integer.parseInt(value));
            case "decimal": return new DecimalData(Double.parseDouble(value));
            case "date": return new DateData(DateUtils.parseDate(value));
            case "datetime": return new DateTimeData(DateUtils.parseDateTime(value));
            case "choice": return new SelectOneData(new Selection(value));
            case "choices":
                List<Selection> chosen = new ArrayList<>();
                for (String one : value.split(" ")) chosen.add(new Selection(one));
                return new MultipleItemsData(chosen);
            default: return new StringData(value);
        }
    }

    // "/data/lessons[2]/topic": the second instance.
    private static TreeReference reference(String path) {
        TreeReference reference = TreeReference.rootRef();
        for (String step : path.substring(1).split("/")) {
            int at = step.indexOf('[');
            String name = at < 0 ? step : step.substring(0, at);
            int place = at < 0 ? 1 : Integer.parseInt(step.substring(at + 1, step.length() - 1));
            reference.add(name, place - 1);
        }
        return reference;
    }

    private static List<String> fields(String line) {
        List<String> found = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (int at = 0; at < line.length(); at++) {
            char sign = line.charAt(at);
            if (sign == '\t') {
                found.add(field.toString());
                field.setLength(0);
            } else if (sign == '\\') {
                char next = line.charAt(++at);
                field.append(next == 't' ? '\t' : next == 'n' ? '\n' : next == 'r' ? '\r' : next);
            } else {
                field.append(sign);
            }
        }
        found.add(field.toString());
        return found;
    }

    private static String written(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    // JavaRosa leaves pulldata to the program around it; this one looks in the form's own lists.
    private static class PullData implements IFunctionHandler {
        private final FormDef form;

        PullData(FormDef form) { this.form = form; }

        public String getName() { return "pulldata"; }

        public List<Class[]> getPrototypes() { return new ArrayList<>(); }

        public boolean rawArgs() { return true; }

        public boolean realTime() { return false; }

        public Object eval(Object[] given, EvaluationContext context) {
            String[] texts = new String[4];
            for (int at = 0; at < 4; at++) texts[at] = XPathFuncExpr.toString(given[at]);
            AbstractTreeElement root = form.getNonMainInstance(texts[0]).getRoot();
            for (int at = 0; at < root.getNumChildren(); at++) {
                AbstractTreeElement row = root.getChildAt(at);
                if (cell(row, texts[2]).equals(texts[3])) return cell(row, texts[1]);
            }
            return "";
        }

        private static String cell(AbstractTreeElement row, String name) {
            AbstractTreeElement cell = row.getChild(name, 0);
            return cell == null || cell.getValue() == null ? "" : cell.getValue().getDisplayText();
        }
    }
}
