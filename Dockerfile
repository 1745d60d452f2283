# The chat page of one store, on a processor without GPU:
#   docker build -t medley .
#   docker run --rm -v "$PWD:/data" medley index /data/catalog.jsonl --store /data/shop
#   docker run --rm -v "$PWD:/data" -p 7860:7860 -e MEDLEY_TOKEN=long-and-secret medley
FROM python:3.12-slim

WORKDIR /medley
# PyTorch for processors first: a tenth of the size of the one with CUDA
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE ./
COPY agent agent
COPY retrieval retrieval
COPY prompts prompts
RUN pip install --no-cache-dir uv==0.13.9 \
 && uv pip install --system --no-cache --constraints constraints.txt --default-index "$TORCH_INDEX" torch torchvision \
 && uv pip install --system --no-cache --constraints constraints.txt '.[chat]' \
 && useradd --create-home --uid 1000 medley

USER 1000
ENV MEDLEY_STORE=/data/shop
VOLUME /data
EXPOSE 7860
ENTRYPOINT ["medley"]
CMD ["serve", "--host", "0.0.0.0"]
