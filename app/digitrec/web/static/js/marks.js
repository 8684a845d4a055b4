// The small digits above the ink or on a picture: each is a button that selects its digit.

export class Marks {
  #place;

  // onSelect(index): a digit was chosen.
  constructor(container, onSelect) {
    this.container = container;
    this.onSelect = onSelect;
  }

  // placed([x, y]) gives CSS pixels on the paper.
  show(digits, letters, selected, placed) {
    this.#place = placed;
    const several = digits.length > 1;
    const wanted = several ? digits.length : 0;
    while (this.container.children.length > wanted) this.container.lastChild.remove();
    while (this.container.children.length < wanted) this.container.append(this.#button());
    if (!several) return;
    digits.forEach((digit, at) => {
      const button = this.container.children[at];
      const [left, top, right] = digit.box;
      const [x, y] = placed([(left + right) / 2, top]);
      if (button.textContent !== letters[at]) button.textContent = letters[at];
      button.style.left = `${x}px`;
      button.style.top = `${Math.max(y - 8, 34)}px`;
      button.classList.toggle("unsure", digit.rejected || digit.confidence < 0.75);
      button.setAttribute("aria-pressed", String(at === selected));
    });
  }

  #button() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mark";
    button.addEventListener("click", () =>
      this.onSelect([...this.container.children].indexOf(button)),
    );
    return button;
  }
}
