/** Makes something of settings, and makes it anew only when the settings are others. */
export function latest<Settings, Made>(settings: () => Settings, make: (settings: Settings) => Made): () => Made {
  let made: { readonly of: Settings; readonly it: Made } | undefined;
  return (): Made => {
    const present = settings();
    if (made?.of !== present) made = { of: present, it: make(present) };
    return made.it;
  };
}
