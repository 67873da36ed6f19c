/** A dialog of the admin itself: title, body, Cancel and one named action. Resolves with what `read` returns. */

export type Sheet<Value> = {
  title: string;
  body: HTMLElement;
  actionLabel: string;
  read: () => Value;
};

/** Null when the person cancels or presses Escape. */
export function askInSheet<Value>(sheet: Sheet<Value>): Promise<Value | null> {
  const dialog = document.createElement("dialog");
  dialog.className = "sheet";
  const heading = document.createElement("h2");
  heading.textContent = sheet.title;
  heading.id = "sheet-title";
  dialog.setAttribute("aria-labelledby", heading.id);
  const header = document.createElement("header");
  header.append(heading);
  sheet.body.classList.add("sheet-body");
  const footer = document.createElement("footer");
  const cancel = footerButton("Cancel", "");
  const act = footerButton(sheet.actionLabel, "primary");
  footer.append(cancel, act);
  dialog.append(header, sheet.body, footer);
  document.body.append(dialog);
  return new Promise((resolve) => {
    let value: Value | null = null;
    cancel.addEventListener("click", () => dialog.close());
    act.addEventListener("click", () => {
      value = sheet.read();
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(value);
    });
    dialog.showModal();
  });
}

function footerButton(label: string, className: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.className = className;
  return button;
}
