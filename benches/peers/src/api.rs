//! The Bot API server: calls come in over connections that stay.

use std::rc::Rc;

use anyhow::{Result, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::wire;
use crate::world::World;

/// Listens on a port of its own for one contestant; gone with the task set that it runs in.
pub async fn listen(world: Rc<World>) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::task::spawn_local(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let world = world.clone();
            tokio::task::spawn_local(async move {
                if let Err(error) = serve(stream, &world).await {
                    eprintln!("peers: a connection of the Bot API: {error:#}");
                }
            });
        }
    });
    Ok(url)
}

async fn serve(mut stream: TcpStream, world: &World) -> Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(8 * 1024);
    loop {
        if let Some(request) = wire::request(&buffer)? {
            let answer = world.called(&request)?;
            let length = request.length;
            buffer.drain(..length);
            stream.write_all(&answer).await?;
            continue;
        }
        // A contestant that stops may cut its connections.
        match stream.read_buf(&mut buffer).await {
            Ok(0) | Err(_) if buffer.is_empty() => return Ok(()),
            Ok(0) => bail!("cut in a call"),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
