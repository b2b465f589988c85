/** Copies `text`; false if the browser does not let us. Pages that came over plain HTTP have no clipboard: they select and copy. */
export async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  // Old, and the only way where there is no clipboard.
  const copied = document.execCommand('copy');
  field.remove();
  return copied;
}
