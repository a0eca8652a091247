// A block of the form editor is drawn when it is opened: hundreds of questions drawn at once would
// keep an editor waiting for minutes. Until then one hidden input holds what is stored, and the
// server takes it back unread. See forms_builder/fields/unopened.py.
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const STORED = "unopened";

  // Drawing a block changes what the form would send, yet nobody has edited anything.
  const drawnUnnoticed = (element, draw) => {
    const form = element.closest("form[data-controller~='w-unsaved']");
    const watcher = form && window.wagtail.app.getControllerForElementAndIdentifier(form, "w-unsaved");
    const untouched = watcher?.initialFormData && watcher.initialFormData === watcher.formData;
    draw();
    if (untouched) watcher.setInitialFormData();
  };

  const cut = (text, length) => (length && text.length > length ? `${text.slice(0, length - 1)}…` : text);

  // What Wagtail asks of a drawn block; what it cannot answer alone, it is opened for.
  class UnopenedBlock {
    constructor(definition, placeholder, prefix, { [STORED]: stored, ...state }, capabilities) {
      Object.assign(this, { definition, prefix, state, capabilities });
      this.type = definition.name;
      this.holder = document.createElement("input");
      Object.assign(this.holder, { type: "hidden", name: `${prefix}-${STORED}`, value: stored });
      const toggle = placeholder.closest("[data-panel]").querySelector("[data-panel-toggle]");
      placeholder.replaceWith(this.holder);
      toggle.addEventListener("wagtail:panel-toggle", ({ detail }) => detail.expanded && this.open());
      // Wagtail closes the panels of a form that was loaded; what it leaves open is drawn.
      queueMicrotask(() => toggle.getAttribute("aria-expanded") === "true" && this.open());
    }

    open() {
      if (!this.block) {
        drawnUnnoticed(this.holder, () => {
          const place = document.createElement("div");
          this.holder.replaceWith(place);
          this.block = this.definition.draw(place, this.prefix, this.state, null, this.capabilities);
        });
      }
      return this.block;
    }

    get childBlocks() {
      return this.open().childBlocks;
    }

    get container() {
      return this.open().container;
    }

    setState(state) {
      this.open().setState(withoutStored(state));
    }

    setError(error) {
      if (error) this.open().setError(error);
    }

    getState() {
      return this.block ? this.block.getState() : this.state;
    }

    getDuplicatedState() {
      return this.open().getDuplicatedState();
    }

    getValue() {
      return this.open().getValue();
    }

    getTextLabel(options) {
      if (this.block) return this.block.getTextLabel(options);
      const { labelFormat } = this.definition.meta;
      const told = (name) => (typeof this.state[name] === "string" ? this.state[name] : "");
      const text = labelFormat
        ? labelFormat.replace(/\{(\w+)\}/g, (whole, name) => told(name))
        : this.definition.childBlockDefs.map(({ name }) => told(name)).find(Boolean);
      return text ? cut(text, options?.maxLength) : null;
    }

    focus(options) {
      this.open().focus(options);
    }

    setCapabilityOptions(name, options) {
      if (this.block) this.block.setCapabilityOptions?.(name, options);
      else Object.assign(this.capabilities?.get(name) ?? {}, options);
    }
  }

  const withoutStored = (state) => {
    if (!state) return state;
    const { [STORED]: stored, ...rest } = state;
    return rest;
  };

  class UnopenedBlockDefinition extends StructBlockDefinition {
    render(placeholder, prefix, state, error, capabilities) {
      if (state?.[STORED] && !error && placeholder.closest("[data-panel]"))
        return new UnopenedBlock(this, placeholder, prefix, state, capabilities);
      return this.draw(placeholder, prefix, withoutStored(state), error, capabilities);
    }

    draw(...known) {
      return super.render(...known);
    }
  }

  window.telepath.register("forms_builder.UnopenedBlock", UnopenedBlockDefinition);
})();
