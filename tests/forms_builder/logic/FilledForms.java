// Fills forms with JavaRosa as a person does, screen by screen, and tells what it then says of them.
//
// Lines on stdin, fields between spaces, each written as in an address (%20 …):
// "form FILE" names an XForm; every "case PATH KIND VALUE PATH KIND VALUE …" after it is one filled
// form. Paths are ours (lessons.0.topic); kind "count" says how many instances a repeat gets by hand.
// Prints a line a case: WHAT PATH VALUE …, where WHAT is asked, value, constraint, required,
// readonly, offered or count; "failed - REASON" where JavaRosa gives up.

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.IFormElement;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.MultipleItemsData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

public class FilledForms {
    private static final int MOST_ROUNDS = 6;

    private final FormDef form;
    private final FormEntryModel model;
    private final FormEntryController controller;
    private final Set<String> repeats = new HashSet<>();
    private final Map<String, IAnswerData> answers = new HashMap<>();
    private final Map<String, Integer> wanted = new HashMap<>();
    private final List<String> said = new ArrayList<>();

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err); // JavaRosa talks
        new XFormsModule().registerModule();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String file = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> fields = new ArrayList<>();
            for (String field : line.split(" ", -1)) {
                fields.add(URLDecoder.decode(field, StandardCharsets.UTF_8));
            }
            if (fields.get(0).equals("form")) file = fields.get(1);
            else out.println(answer(file, fields.subList(1, fields.size())));
        }
        out.flush();
    }

    private static String answer(String file, List<String> fields) {
        List<String> said;
        try (FileInputStream stream = new FileInputStream(file)) {
            FilledForms one = new FilledForms(XFormUtils.getFormFromInputStream(stream), fields);
            one.fill();
            one.look();
            said = one.said;
        } catch (Exception error) {
            said = List.of("failed", "-", String.valueOf(error));
        }
        return said.stream()
            .map(field -> URLEncoder.encode(field, StandardCharsets.UTF_8))
            .collect(Collectors.joining(" "));
    }

    private FilledForms(FormDef form, List<String> fields) {
        this.form = form;
        form.initialize(true, new InstanceInitializationFactory());
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        findRepeats(form);
        for (int at = 0; at + 2 < fields.size(); at += 3) {
            String path = fields.get(at), kind = fields.get(at + 1), value = fields.get(at + 2);
            if (kind.equals("count")) wanted.put(path, Integer.parseInt(value));
            else answers.put(path, data(kind, value));
        }
    }

    private void findRepeats(IFormElement element) {
        if (element.getChildren() == null) return;
        for (IFormElement child : element.getChildren()) {
            if (child instanceof GroupDef && ((GroupDef) child).getRepeat()) {
                repeats.add(((TreeReference) child.getBind().getReference()).getNameLast());
            }
            findRepeats(child);
        }
    }

    // What a person does: from the first screen to the last, and again where that asks more.
    private void fill() {
        Set<String> done = new HashSet<>();
        for (int round = 0, before = -1; round < MOST_ROUNDS && done.size() > before; round++) {
            before = done.size();
            controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
            while (true) {
                int event = controller.stepToNextEvent();
                if (event == FormEntryController.EVENT_END_OF_FORM) break;
                String path = path(model.getFormIndex().getReference());
                if (event == FormEntryController.EVENT_QUESTION) {
                    if (answers.containsKey(path) && done.add(path)) {
                        controller.saveAnswer(answers.get(path), true);
                    }
                } else if (event == FormEntryController.EVENT_REPEAT) {
                    int most = wanted.getOrDefault(path, Integer.MAX_VALUE);
                    if (place(model.getFormIndex()) >= most) {
                        controller.jumpToIndex(controller.deleteRepeat());
                    }
                } else if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT) {
                    if (place(model.getFormIndex()) < wanted.getOrDefault(path, 0)) {
                        controller.newRepeat();
                        done.add(path + " " + place(model.getFormIndex()));
                    }
                }
            }
        }
    }

    private void look() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        look(form.getMainInstance().getRoot(), counts);
        counts.forEach((path, count) -> say("count", path, String.valueOf(count)));
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        while (controller.stepToNextEvent() != FormEntryController.EVENT_END_OF_FORM) {
            if (model.getEvent() != FormEntryController.EVENT_QUESTION) continue;
            List<SelectChoice> choices = model.getQuestionPrompt().getSelectChoices();
            if (choices == null) continue;
            String path = path(model.getFormIndex().getReference());
            say("offered", path,
                choices.stream().map(SelectChoice::getValue).collect(Collectors.joining(" ")));
        }
    }

    private void look(TreeElement node, Map<String, Integer> counts) {
        for (int at = 0; at < node.getNumChildren(); at++) {
            TreeElement child = node.getChildAt(at);
            if (child.getMult() == TreeReference.INDEX_TEMPLATE || !child.isRelevant()) continue;
            String path = path(child.getRef());
            if (repeats.contains(child.getName())) counts.merge(path, 1, Integer::sum);
            else say("asked", path, "");
            if (child.isRequired()) say("required", path, "");
            if (!child.isEnabled()) say("readonly", path, "");
            IAnswerData value = child.getValue();
            if (value != null) {
                say("value", path, value.uncast().getString());
                boolean fits = form.evaluateConstraint(child.getRef(), value);
                say("constraint", path, String.valueOf(fits));
            }
            look(child, counts);
        }
    }

    private void say(String what, String path, String value) {
        said.addAll(List.of(what, path, value));
    }

    private static int place(FormIndex index) {
        return index.getReference().getMultLast();
    }

    // Ours names repeats with the instance, and the question: lessons.0.topic.
    private String path(TreeReference reference) {
        StringBuilder path = new StringBuilder();
        for (int at = 1; at < reference.size() - 1; at++) {
            String name = reference.getName(at);
            if (!repeats.contains(name)) continue;
            path.append(name).append('.').append(Math.max(0, reference.getMultiplicity(at)));
            path.append('.');
        }
        return path + reference.getNameLast();
    }

    private static IAnswerData data(String kind, String value) {
        switch (kind) {
            case "integer": return new IntegerData(Integer.parseInt(value));
            case "decimal": return new DecimalData(Double.parseDouble(value));
            case "date": return new DateData(DateUtils.parseDate(value));
            case "single_choice": return new SelectOneData(new Selection(value));
            case "multiple_choice":
                List<Selection> chosen = new ArrayList<>();
                for (String one : value.split(" ")) chosen.add(new Selection(one));
                return new MultipleItemsData(chosen);
            default: return new StringData(value);
        }
    }
}
