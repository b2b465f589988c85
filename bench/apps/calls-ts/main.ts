import { defineApplication } from 'afterglow-media/application';

export default defineApplication(() => ({
  methods: {
    echo: (_client, number: unknown) => number,
  },
}));
