// Players
